package authservertest_test

import (
	"net/http"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/authserver/controlapi"
)

// A test of a resource server.
func Example() {
	_ = func(t *testing.T) {
		srv := authservertest.Start(t,
			authservertest.WithResource(authservertest.Resource{
				ID: "https://orders.example", Scopes: map[string]string{"orders:read": "read your orders"},
			}),
			authservertest.WithAccessTokenTTL(time.Minute),
		)
		// api := orders.NewServer(srv.URL)            // the software under test
		order := authservertest.Token{User: "alice", Scope: "orders:read"}
		_ = srv.IssueToken(order)                           // GET /orders with it: 200
		_ = srv.ForgeToken(controlapi.HMACPublicKey, order) // 401
		srv.Advance(2 * time.Minute)
		// GET /orders with the first token: 401
	}
}

// A test of a client, without a browser.
func ExampleServer_SignIn() {
	_ = func(t *testing.T) {
		srv := authservertest.Start(t, authservertest.WithClaims("alice", map[string]any{"groups": []string{"staff"}}))
		signIn := srv.URL + "/authorize?..."         // the URL to which the client redirects the browser
		_ = srv.SignIn(t.Context(), "alice", signIn) // GET this URL at the client: alice is signed in

		srv.FailNext(authservertest.Fault{Endpoint: controlapi.TokenEndpoint, IDToken: map[string]any{"nonce": "wrong"}})
		_ = srv.SignIn(t.Context(), "alice", signIn) // the client must refuse the ID token
		_ = srv.Requests(authservertest.RequestFilter{Endpoint: controlapi.TokenEndpoint})
	}
}

// A test of a client, with the pages.
func ExampleServer_Browser() {
	_ = func(t *testing.T) {
		srv := authservertest.Start(t, authservertest.WithClient(authservertest.Client{
			ID: "shop", Secret: "s3cret", RedirectURIs: []string{"http://127.0.0.1:3000/callback"}, Scope: "openid",
		}))
		signIn := srv.URL + "/authorize?..." // the URL to which the client redirects the browser
		returned := srv.Browser(t).Open(signIn).Login("alice", "wonderland").Approve().Returned()
		_ = returned.Get("code")

		srv.FailNext(authservertest.Fault{Error: "access_denied"})
		refused := srv.Browser(t).Open(signIn).Returned()
		_ = refused.Get("error") // access_denied
	}
}

func TestFailNextIsForOneRequest(t *testing.T) {
	srv := authservertest.Start(t)
	srv.FailNext(authservertest.Fault{Error: "temporarily_unavailable"})
	for i, want := range []int{http.StatusServiceUnavailable, http.StatusUnauthorized} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/userinfo", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := srv.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("request %d: got %d, want %d", i, resp.StatusCode, want)
		}
	}
	seen := srv.Requests()
	if len(seen) != 2 || seen[0].Path != "/userinfo" || seen[0].Status != http.StatusServiceUnavailable || seen[1].Status != http.StatusUnauthorized {
		t.Errorf("requests: got %+v", seen)
	}
}
