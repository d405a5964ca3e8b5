package doctor_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/doctor"
	"quartet.example/demo/stack"
	"quartet.example/shared/config"
	"quartet.example/shared/waittest"
)

// blackHole returns the address of a server that accepts connections and never answers.
func blackHole(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

// settingsAt returns settings in which all services and Redis are at one address.
func settingsAt(address string) *stack.Settings {
	s := &stack.Settings{}
	_, port, _ := net.SplitHostPort(address)
	for _, name := range []struct {
		listen, url *string
		host        string
	}{
		{&s.Client.Listen, &s.Client.PublicURL, "app"},
		{&s.Authserver.Listen, &s.Authserver.Issuer, "auth"},
		{&s.Resourceserver.Listen, &s.Resourceserver.Resource, "api"},
		{&s.Inspector.Listen, &s.Inspector.PublicURL, "inspect"},
	} {
		*name.listen, *name.url = address, "http://"+name.host+".localhost:"+port
	}
	s.Client.Issuer, s.Resourceserver.Issuer = s.Authserver.Issuer, s.Authserver.Issuer
	s.Authserver.RedisURL = config.Secret("redis://" + address + "/0")
	return s
}

// resolverAt replaces the resolver of the report until the test ends. net.DefaultResolver is not
// replaced: lookups that are not answered go on after the report, and read it.
func resolverAt(t *testing.T, address string) {
	t.Helper()
	t.Cleanup(doctor.SetResolver(&net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", address)
	}}))
}

func TestTheReportEndsAlthoughNothingAnswers(t *testing.T) {
	if doctor.Patience >= 2*time.Second {
		t.Errorf("the report may take %s, want less than 2s", doctor.Patience)
	}
	address := blackHole(t)
	resolverAt(t, address)
	var out bytes.Buffer
	ended := make(chan error, 1)
	go func() { ended <- doctor.Examine(t.Context(), &out, settingsAt(address)) }()
	if err := waittest.Closed(t, "the report ends although nothing answers", ended); !errors.Is(err, doctor.ErrUnwell) {
		t.Errorf("got %v, want ErrUnwell", err)
	}
	for what, times := range map[string]int{
		"in use by another program":               4,
		"this machine's resolver does not answer": 4,
		"REDIS_URL does not answer":               1,
		"does not answer\n      " + strings.Repeat(" ", 22) + " → restart the program": 1,
	} {
		if got := strings.Count(out.String(), what); got != times {
			t.Errorf("%q: %d times, want %d, in:\n%s", what, got, times, &out)
		}
	}
}
