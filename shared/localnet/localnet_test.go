package localnet_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/localnet"
)

func TestIsLocal(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "auth.localhost": true, "AUTH.LocalHost.": true, "a.b.localhost": true,
		"localhost.evil.test": false, "evillocalhost": false, "localhos": false, "": false, "127.0.0.1": false,
	} {
		if got := localnet.IsLocal(host); got != want {
			t.Errorf("%q: got %v, want %v", host, got, want)
		}
	}
}

func TestClientFindsLocalNames(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.Host)) }))
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	for _, host := range []string{"localhost", "auth.localhost", "127.0.0.1"} {
		resp, err := localnet.HTTPClient(time.Second).Get("http://" + host + port)
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		resp.Body.Close()
	}
}

func TestIPv6OnlyServerIsFound(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here")
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	conn, err := localnet.DialContext(t.Context(), "tcp", "auth.localhost:"+port)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}

func TestLoopbackGoesFirst(t *testing.T) {
	here, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer here.Close()
	elsewhere, err := net.Listen("tcp", "127.0.0.9:0") // stands for another container
	if err != nil {
		t.Skip("127.0.0.0/8 is not all loopback here")
	}
	defer elsewhere.Close()
	port := func(l net.Listener) string { _, port, _ := net.SplitHostPort(l.Addr().String()); return port }
	for name, tt := range map[string]struct {
		host, port string
		answer     []string
		asked      bool
		want       string // remote host, "" for a refusal
	}{
		"a server on loopback is used without the resolver": {"auth.localhost", port(here), []string{"127.0.0.9"}, false, "127.0.0.1"},
		"otherwise the resolver finds another container":    {"auth.localhost", port(elsewhere), []string{"127.0.0.9"}, true, "127.0.0.9"},
		"a name that the resolver does not know is refused": {"auth.localhost", port(elsewhere), nil, true, ""},
		"the resolver is never asked for localhost":         {"localhost", port(elsewhere), []string{"127.0.0.9"}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			asked := false
			d := &localnet.Dialer{Lookup: func(context.Context, string) ([]string, error) { asked = true; return tt.answer, nil }}
			conn, err := d.DialContext(t.Context(), "tcp", net.JoinHostPort(tt.host, tt.port))
			if asked != tt.asked {
				t.Errorf("resolver asked: got %v, want %v", asked, tt.asked)
			}
			if (err == nil) != (tt.want != "") {
				t.Fatalf("dial: got %v, want %q", err, tt.want)
			}
			if err == nil {
				defer conn.Close()
				if got := conn.RemoteAddr().(*net.TCPAddr).IP.String(); got != tt.want {
					t.Errorf("connected to %s, want %s", got, tt.want)
				}
			}
		})
	}
}

func TestRedirectsStayOnTheirOrigin(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the other host was called") }))
	defer other.Close()
	mux := http.NewServeMux()
	mux.Handle("/away", http.RedirectHandler(other.URL, http.StatusFound))
	mux.Handle("/here", http.RedirectHandler("/end", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.HandleFunc("/end", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	server := httptest.NewServer(mux)
	defer server.Close()
	for path, want := range map[string]int{"/away": http.StatusFound, "/here": http.StatusNoContent, "/loop": http.StatusFound} {
		resp, err := localnet.HTTPClient(time.Second).Get(server.URL + path)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: got %d, want %d", path, resp.StatusCode, want)
		}
	}
}
