package api_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"quartet.example/authserver/internal/control/api"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

const issuer = "http://auth.test:9000/acme"

// controlToken is random in each run: constants of this project are published secrets.
var controlToken = oauth.NewSecret()

// A good request comes from 127.0.0.1 with the Host localhost. Each row changes one thing, or sends the
// control token too.
func TestTheControlAPIIsForProgramsOfTheDeveloper(t *testing.T) {
	remote, token := "10.1.2.3:5000", "Bearer "+controlToken
	for name, tt := range map[string]struct {
		peer, host, header, value, token string
		want                             string // the check that refuses; "" for none
	}{
		"a program on this machine":                 {},
		"over IPv6":                                 {peer: "[::1]:5000"},
		"over IPv4 in IPv6":                         {peer: "[::ffff:127.0.0.1]:5000"},
		"another loopback address":                  {peer: "127.8.8.8:5000"},
		"another machine":                           {peer: remote, want: "as.control.caller"},
		"a sender without an address":               {peer: "@", want: "as.control.caller"},
		"another machine, with the token":           {peer: remote, token: token},
		"this machine, with the token":              {token: token},
		"the scheme in lower case":                  {peer: remote, token: "bearer " + controlToken},
		"another token":                             {token: "Bearer " + oauth.NewSecret(), want: "as.control.token"},
		"a part of the token":                       {token: token[:len(token)-1], want: "as.control.token"},
		"an empty token":                            {token: "Bearer ", want: "as.control.token"},
		"a token in another scheme":                 {peer: remote, token: "Basic " + controlToken, want: "as.control.caller"},
		"through a proxy (Forwarded)":               {header: "Forwarded", value: "for=10.1.2.3", want: "as.control.caller"},
		"through a proxy (X-Forwarded-For)":         {header: "X-Forwarded-For", value: "10.1.2.3", want: "as.control.caller"},
		"through a proxy (X-Forwarded-Host)":        {header: "X-Forwarded-Host", value: "auth.example", want: "as.control.caller"},
		"through a proxy (X-Real-IP)":               {header: "X-Real-Ip", value: "10.1.2.3", want: "as.control.caller"},
		"through a proxy (Via)":                     {header: "Via", value: "1.1 proxy", want: "as.control.caller"},
		"through a proxy (X-Forwarded)":             {header: "X-Forwarded", value: "for=10.1.2.3", want: "as.control.caller"},
		"through a proxy (X-Original-Host)":         {header: "X-Original-Host", value: "auth.example", want: "as.control.caller"},
		"through Envoy":                             {header: "X-Envoy-External-Address", value: "10.1.2.3", want: "as.control.caller"},
		"through Cloudflare":                        {header: "Cf-Connecting-Ip", value: "10.1.2.3", want: "as.control.caller"},
		"through Akamai":                            {header: "True-Client-Ip", value: "10.1.2.3", want: "as.control.caller"},
		"through Azure":                             {header: "X-Azure-Clientip", value: "10.1.2.3", want: "as.control.caller"},
		"through a CDN (RFC 8586)":                  {header: "Cdn-Loop", value: "cdn.example", want: "as.control.caller"},
		"a header of programs":                      {header: "X-Request-Id", value: "x"},
		"through a proxy, with the token":           {header: "Via", value: "1.1 proxy", token: token},
		"a name of this machine":                    {host: "auth.localhost:9000"},
		"an address of this machine":                {host: "127.0.0.1:21400"},
		"an IPv6 address of this machine":           {host: "[::1]:9000"},
		"an IPv6 address without a port":            {host: "[::1]"},
		"the host of the issuer":                    {host: "AUTH.test"},
		"DNS rebinding":                             {host: "evil.example:9000", want: "as.control.host"},
		"DNS rebinding, a name that ends like ours": {host: "notlocalhost:9000", want: "as.control.host"},
		"DNS rebinding, an address in the name":     {host: "127.0.0.1.evil.example:9000", want: "as.control.host"},
		"no host":                                   {host: "-", want: "as.control.host"},
		"the host of a container, with the token":   {host: "authserver:9000", peer: remote, token: token},
		"a page of another site":                    {header: "Sec-Fetch-Site", value: "cross-site", want: "as.control.site"},
		"a page of another port of this host":       {header: "Sec-Fetch-Site", value: "same-site", want: "as.control.site"},
		"a page of another site, with the token":    {header: "Sec-Fetch-Site", value: "cross-site", token: token, want: "as.control.site"},
		"an unknown Sec-Fetch-Site":                 {header: "Sec-Fetch-Site", value: "", want: "as.control.site"},
		"typed into the address bar":                {header: "Sec-Fetch-Site", value: "none"},
		"a page of our own":                         {header: "Sec-Fetch-Site", value: "same-origin"},
		"a page of another origin":                  {header: "Origin", value: "http://app.localhost:8080", want: "as.control.site"},
		"a page of another port":                    {header: "Origin", value: "http://auth.test:8080", want: "as.control.site"},
		"a page in a sandbox":                       {header: "Origin", value: "null", want: "as.control.site"},
		"a page of another origin, with the token":  {header: "Origin", value: "https://evil.example", token: token, want: "as.control.site"},
		"our own origin":                            {header: "Origin", value: "http://auth.test:9000"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost:9000/control/reset", nil)
			r.RemoteAddr = "127.0.0.1:5000"
			if tt.peer != "" {
				r.RemoteAddr = tt.peer
			}
			if tt.host != "" {
				r.Host = map[string]string{"-": ""}[tt.host]
				if tt.host != "-" {
					r.Host = tt.host
				}
			}
			if tt.header != "" {
				r.Header.Set(tt.header, tt.value)
			}
			if tt.token != "" {
				r.Header.Set("Authorization", tt.token)
			}
			wantCheck(t, api.NewGuard(issuer, config.Secret(controlToken)).Admit(r), tt.want)
		})
	}
}

// wantCheck fails unless err is a refusal of the check with this id, or nil for "".
func wantCheck(t *testing.T, err error, id string) {
	t.Helper()
	var refused *oauth.Error
	errors.As(err, &refused)
	if got := checkOf(refused); got != id || (err == nil) != (id == "") {
		t.Errorf("refused by %q (%v), want %q", got, err, id)
	}
}

func checkOf(err *oauth.Error) string {
	if err == nil {
		return ""
	}
	return err.CheckID()
}

// A server with a control token asks for it (RFC 6750 §3). A server without one accepts no token.
func TestTheTokenIsAskedForIfThereIsOne(t *testing.T) {
	for name, tt := range map[string]struct {
		token     string
		status    int
		challenge string
	}{
		"with a token":    {controlToken, http.StatusUnauthorized, `Bearer realm="control"`},
		"without a token": {"", http.StatusForbidden, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/control/clock", nil)
			var refused *oauth.Error
			if err := api.NewGuard(issuer, config.Secret(tt.token)).Admit(r); !errors.As(err, &refused) || refused.Status() != tt.status || refused.Challenge != tt.challenge {
				t.Errorf("got %v, %+v", err, refused)
			}
		})
	}
	t.Run("an empty setting accepts no empty token", func(t *testing.T) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/control/clock", nil)
		r.Header.Set("Authorization", "Bearer ")
		wantCheck(t, api.NewGuard(issuer, "").Admit(r), "as.control.token")
	})
}
