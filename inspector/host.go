package inspector

import (
	"net"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/internal/checks"
)

// ownHost refuses requests to other hosts. A website can point a host name at 127.0.0.1 (DNS
// rebinding); the Host header then contains that name.
func ownHost(public string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if err := checks.HostOwn.Require(r.Context(), isOwn(r.Host, public)); err != nil {
				return err
			}
			return next(c)
		}
	}
}

func isOwn(host, public string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if name == strings.ToLower(public) || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback()
}
