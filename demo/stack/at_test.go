package stack_test

import (
	"strings"
	"testing"

	"quartet.example/demo/stack"
)

// One setting moves names and ports of all services.
func TestOneSettingMovesAllServices(t *testing.T) {
	for at, want := range map[string][4]string{ // client, authorization server, resource server, inspector
		"localhost:9100":     {"http://app.localhost:9103", "http://auth.localhost:9100", "http://api.localhost:9101", "http://inspect.localhost:9102"},
		"lab.localhost:9100": {"http://app.lab.localhost:9103", "http://auth.lab.localhost:9100", "http://api.lab.localhost:9101", "http://inspect.lab.localhost:9102"},
		"127.0.0.1:9100":     {"http://127.0.0.1:9103", "http://127.0.0.1:9100", "http://127.0.0.1:9101", "http://127.0.0.1:9102"},
		"[::1]:9100":         {"http://[::1]:9103", "http://[::1]:9100", "http://[::1]:9101", "http://[::1]:9102"},
	} {
		t.Run(at, func(t *testing.T) {
			t.Setenv("QUARTET_AT", at)
			s, err := stack.Load()
			if err != nil {
				t.Fatal(err)
			}
			for i, service := range s.Services() {
				if service.URL != want[i] || service.Elsewhere(service.Listen) != "" {
					t.Errorf("%s: got %s at %s, want %s", service.Name, service.URL, service.Listen, want[i])
				}
			}
			if s.Client.Issuer != want[1] || s.Resourceserver.Issuer != want[1] || s.Client.APIURL != want[2] || s.Inspector.ClientURL != want[0] {
				t.Errorf("the services do not know each other's addresses")
			}
		})
	}
	for _, at := range []string{"localhost", "localhost:", "localhost:x", "localhost:65533", "quartet.example:9100", "192.0.2.1:9100"} {
		t.Setenv("QUARTET_AT", at)
		if _, err := stack.Load(); err == nil || !strings.Contains(err.Error(), "QUARTET_AT") {
			t.Errorf("%s: got %v", at, err)
		}
	}
}
