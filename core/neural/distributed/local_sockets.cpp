#include "core/neural/distributed/local_sockets.h"

#include "core/base/error.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace helicase {

namespace {

class Socket {
public:
    Socket(int family, int type) : descriptor_(::socket(family, type | SOCK_CLOEXEC, 0)) {}
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    ~Socket()
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }

    int descriptor() const { return descriptor_; }
    int release() { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

// Datagrams need no partner: connecting only looks up the way. Empty when there is none.
std::string localAddressOf(const addrinfo &target)
{
    const Socket socket(target.ai_family, SOCK_DGRAM);
    sockaddr_storage local{};
    socklen_t size = sizeof local;
    char text[NI_MAXHOST];
    const bool isFound =
        ::connect(socket.descriptor(), target.ai_addr, target.ai_addrlen) == 0 &&
        ::getsockname(socket.descriptor(), reinterpret_cast<sockaddr *>(&local), &size) == 0 &&
        ::getnameinfo(reinterpret_cast<sockaddr *>(&local), size, text, sizeof text, nullptr, 0,
                      NI_NUMERICHOST) == 0;
    return isFound ? text : "";
}

} // namespace

std::string addressTowards(const std::string &host, uint16_t port)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo *found = nullptr;
    const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
    for (const addrinfo *target = found; !failure && target; target = target->ai_next)
        if (std::string address = localAddressOf(*target); !address.empty())
            return address;
    throw Error("there is no way to the machine of rank 0, " + host +
                    (failure ? std::string(": ") + ::gai_strerror(failure) : ""),
                "see MASTER_ADDR or --master");
}

int listenLocally(uint16_t port)
{
    Socket socket(AF_INET, SOCK_STREAM);
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = ::htons(port);
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(socket.descriptor(), reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
        ::listen(socket.descriptor(), SOMAXCONN) == 0)
        return socket.release();
    throw Error("cannot listen for the other processes at port " + std::to_string(port) + ": " +
                    std::strerror(errno),
                "another run may use it; choose one with --port or MASTER_PORT");
}

} // namespace helicase
