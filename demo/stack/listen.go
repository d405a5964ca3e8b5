package stack

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"

	"quartet.example/shared/web"
)

// listeners are the listeners of the four services, in the order of Services.
type listeners [4]net.Listener

// listen opens the port of each service.
func (r *Running) listen(o Options) (listeners, error) {
	var on listeners
	for i, s := range r.Settings.Services() {
		l, err := web.Listen(loopbackAddress(s.Listen, o.FreePorts))
		if err != nil {
			for _, open := range on[:i] {
				_ = open.Close()
			}
			if errors.Is(err, syscall.EADDRINUSE) && r.isRunning() {
				return on, fmt.Errorf("Quartet is running already: %s. Stop it first (Ctrl-C there), or give this one other addresses", r.Settings.Client.PublicURL) //nolint:staticcheck // starts with a name
			}
			return on, fmt.Errorf("%w\n`quartet doctor` says more", err)
		}
		on[i] = l
	}
	return on, nil
}

// loopbackAddress returns the address to listen on. Without a host that is localhost, so that
// other machines cannot reach the stack. A free port is always on localhost.
func loopbackAddress(addr string, free bool) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if free {
		return "localhost:0"
	}
	if host == "" {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// isRunning reports whether the server at the configured issuer answers with that issuer's name.
// Then the port is in use by another Quartet, or by another authorization server at that address.
func (r *Running) isRunning() bool {
	resp, err := r.Settings.HTTP(time.Second).Get(r.Settings.Authserver.Issuer + "/.well-known/openid-configuration") // waits a second at most
	if err != nil {
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	var told struct{ Issuer string }
	err = json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&told)
	return err == nil && told.Issuer == r.Settings.Authserver.Issuer
}
