package web

import (
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"time"

	"quartet.example/shared/localnet"
)

// adminServer is the admin listener. It is nil if no address is configured.
type adminServer struct{ server *http.Server }

func (a *adminServer) close() {
	if a != nil {
		_ = a.server.Close()
	}
}

// startAdmin serves metrics and profiles on a second listener that only this machine can reach,
// because both reveal internals of the service.
func startAdmin(cfg ServeConfig) (*adminServer, error) {
	if cfg.AdminAddr == "" {
		return nil, nil //nolint:nilnil // no admin listener
	}
	host, _, err := net.SplitHostPort(cfg.AdminAddr)
	if err != nil || !isLoopback(host) {
		return nil, fmt.Errorf("admin address %q: want a loopback address such as 127.0.0.1:9100", cfg.AdminAddr)
	}
	listener, err := Listen(cfg.AdminAddr)
	if err != nil {
		return nil, fmt.Errorf("admin: %w", err)
	}
	server := &http.Server{Handler: onlyLoopbackNames(adminRoutes(cfg)), ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: maxHeader}
	go func() { _ = server.Serve(listener) }() // returns after close
	return &adminServer{server}, nil
}

func adminRoutes(cfg ServeConfig) http.Handler {
	mux := http.NewServeMux()
	if cfg.Metrics != nil {
		mux.Handle("GET /metrics", cfg.Metrics)
	}
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

// onlyLoopbackNames refuses requests whose Host is not a name of this machine. An attacker can
// point a host name at 127.0.0.1 (DNS rebinding), and a page of that host could then read the
// metrics through the user's browser.
func onlyLoopbackNames(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !isLoopback(host) {
			http.Error(w, "this listener is for this machine", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isLoopback(host string) bool {
	if localnet.IsLocal(host) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
