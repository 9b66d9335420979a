// Whether a 3-D view can be shown at all. Asked before one is constructed: a QOpenGLWidget without
// OpenGL ends the program. GUI thread, after the application object.
#pragma once

namespace helicase {

// False on the platforms offscreen, minimal, vnc and linuxfb, and where no context can be created.
bool isOpenGlAvailable();

// To be called once, before QApplication: the surface format and the shared contexts that VTK's
// picture needs to survive floating docks, and XWayland where VTK's GLEW knows GLX only.
void prepareOpenGl();

} // namespace helicase
