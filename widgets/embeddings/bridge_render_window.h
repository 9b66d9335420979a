// VTK's render window for foreign contexts, opened far enough to ask whether its start-up worked.
#pragma once

#include <vtkGenericOpenGLRenderWindow.h>

namespace helicase {

class BridgeRenderWindow final : public vtkGenericOpenGLRenderWindow {
public:
    static BridgeRenderWindow *New();
    vtkTypeMacro(BridgeRenderWindow, vtkGenericOpenGLRenderWindow)

        bool isReady() const
    {
        return GlewInitValid && Initialized;
    }
    // On an EGL context Debian's GLEW (built for GLX) reports an error after it has loaded the
    // functions that drawing needs; the context works.
    void acceptContextWithoutGlx()
    {
        GlewInitValid = true;
        Initialized = true;
        MaximumHardwareLineWidth = 1;
    }

private:
    BridgeRenderWindow() = default;
    ~BridgeRenderWindow() override = default;
};

} // namespace helicase
