package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"

	"quartet.example/demo/stack"
)

// name checks whether the resolver of this machine knows the host of a service. Browsers, curl and
// Quartet find the host without the resolver; other programs may not.
func name(ctx context.Context, service stack.Service) []Finding {
	u, err := url.Parse(service.URL)
	if err != nil {
		return nil
	}
	f := Finding{Name: u.Hostname(), Detail: "resolves to loopback"}
	if err := loopback(ctx, u.Hostname()); err != nil {
		f.Detail, f.Warn = err.Error(), true
		f.Fix = "browsers, curl and Quartet find it without help; for other programs use ISSUER=http://localhost:9000 or a line in /etc/hosts"
	}
	return []Finding{f}
}

// resolver is that of this machine; tests set another one.
var resolver = net.DefaultResolver

func loopback(ctx context.Context, host string) error {
	addrs, err := resolver.LookupIPAddr(ctx, host)
	switch {
	case ctx.Err() != nil:
		return errors.New("this machine's resolver does not answer")
	case err != nil || len(addrs) == 0:
		return errors.New("this machine's resolver does not know it")
	}
	for _, addr := range addrs {
		if !addr.IP.IsLoopback() {
			return fmt.Errorf("resolves to %s, which is not this machine", addr.IP)
		}
	}
	return nil
}
