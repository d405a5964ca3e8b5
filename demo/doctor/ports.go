package doctor

import (
	"context"
	"fmt"
	"net"

	"quartet.example/demo/stack"
)

// port checks whether the port of a service is free, used by the service itself, or used by
// another program, and whether the service's URL has the port on which it listens.
func port(ctx context.Context, s *stack.Settings, service stack.Service) []Finding {
	_, port, err := net.SplitHostPort(service.Listen)
	if err != nil {
		return []Finding{{Name: "port of " + service.Name, Detail: service.Listen + " is not an address", Fix: "set " + service.Env + "_LISTEN to host:port"}}
	}
	f := Finding{Name: "port " + port, Detail: "free, for the " + service.Name}
	if l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
		_ = l.Close()
	} else if alive(ctx, s, s.Scheme()+"://"+net.JoinHostPort("127.0.0.1", port)) || alive(ctx, s, service.URL) {
		f.Detail = "the " + service.Name + " answers there"
	} else {
		f.Detail = "in use by another program"
		f.Fix = fmt.Sprintf("stop that program (ss -ltnp 'sport = :%s' names it), or set %s_LISTEN", port, service.Env)
	}
	found := []Finding{f}
	if line := service.Elsewhere(service.Listen); line != "" {
		found = append(found, Finding{Name: "URL of " + service.Name, Detail: line, Fix: "give both the same port, unless a proxy is in between", Warn: true})
	}
	return found
}
