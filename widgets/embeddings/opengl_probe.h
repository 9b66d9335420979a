// What 3-D views need of the platform. GUI thread.
#pragma once

namespace helicase {

// Whether a 3-D view can be shown at all. Asked before one is constructed: a QOpenGLWidget without
// OpenGL ends the program. After the application object.
// False on the platforms offscreen, minimal, vnc and linuxfb, and where no context can be created.
bool isOpenGlAvailable();

// To be called once, before QApplication: the surface format and the shared contexts that VTK's
// picture needs to survive floating docks. Where there is an X server, Wayland is left to XWayland:
// VTK before 9.4 finds OpenGL through GLX only.
void prepareOpenGl();

} // namespace helicase
