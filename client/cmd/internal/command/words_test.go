package command_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"testing"

	"golang.org/x/oauth2"

	"quartet.example/client/cmd/internal/command"
)

func TestWords(t *testing.T) {
	call := func(cause error) error {
		return fmt.Errorf("discovery: %w", &url.Error{Op: "Get", URL: "http://auth.localhost:9000/x?code=4711", Err: cause})
	}
	refused := func(code, description string) error {
		return &oauth2.RetrieveError{Response: &http.Response{Status: "502 Bad Gateway"}, ErrorCode: code, ErrorDescription: description, Body: []byte("4711")}
	}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"nobody listens":       {call(&net.OpError{Op: "dial", Err: errors.New("refused")}), "nobody answers at http://auth.localhost:9000; is the stack running (make demo)?"},
		"no answer in time":    {call(context.DeadlineExceeded), "http://auth.localhost:9000 does not answer in time"},
		"Ctrl-C":               {call(context.Canceled), "interrupted"},
		"wrong secret":         {refused("invalid_client", "client authentication failed"), "the authorization server refused: invalid_client: client authentication failed (see --client-id and --client-secret, and the client in the seed)"},
		"another refusal":      {refused("invalid_grant", ""), "the authorization server refused: invalid_grant"},
		"something in between": {refused("", ""), "the authorization server answers 502 Bad Gateway, and not as OAuth"},
		"anything else":        {errors.New("nobody signed in"), "nobody signed in"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := command.Words(tt.err); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestServersThatAreRefused(t *testing.T) {
	s := command.Servers{Issuer: "http://auth.example", Resource: "http://api.localhost:9001"}
	if err := s.Validate(); err == nil {
		t.Error("a secret would go over the network in clear")
	}
	s.Issuer = "https://auth.example"
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
}
