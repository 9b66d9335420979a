// What 3-D views need of the platform. GUI thread.
#pragma once

namespace helicase {

// Whether a 3-D view can be shown at all. After the application object; the first call loads the
// driver, which takes some 60 ms. False on the platforms offscreen, minimal, vnc and linuxfb, and
// where no context can be created.
bool isOpenGlAvailable();

// To be called once, before QApplication: the version of OpenGL that VTK needs. Where there is an X
// server, Wayland is left to XWayland: VTK before 9.4 finds OpenGL through GLX only.
void prepareOpenGl();

} // namespace helicase
