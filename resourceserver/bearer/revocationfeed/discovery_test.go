package revocationfeed_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/waittest"
)

// The Feed refuses metadata of another issuer, without polling, or with an endpoint that would get
// our credentials without TLS. It then sends no poll.
func TestDescriptionsThatAreRefused(t *testing.T) {
	deliver := func(method, at string) func(map[string]any) {
		return func(m map[string]any) { m["delivery"] = map[string]any{"method": method, "endpoint_url": at} }
	}
	for name, tt := range map[string]struct {
		change func(poll string) func(map[string]any)
		want   string
	}{
		"SSF 1.0 §7.2.4 of another issuer": {func(string) func(map[string]any) {
			return func(m map[string]any) { m["issuer"] = "https://as.example" }
		}, "not of"},
		"SSF 1.0 §7.2.4 of this issuer but for a slash": {func(string) func(map[string]any) {
			return func(m map[string]any) { m["issuer"] = m["issuer"].(string) + "/" }
		}, "not of"},
		"SSF 1.0 §7.1 of no issuer": {func(string) func(map[string]any) {
			return func(m map[string]any) { delete(m, "issuer") }
		}, "not of"},
		"delivery by push, RFC 8935": {func(poll string) func(map[string]any) { return deliver("urn:ietf:rfc:8935", poll) }, "delivery is by"},
		"delivery by no method":      {func(poll string) func(map[string]any) { return deliver("", poll) }, "delivery is by"},
		"no delivery": {func(string) func(map[string]any) {
			return func(m map[string]any) { delete(m, "delivery") }
		}, "delivery is by"},
		"a poll at no address": {func(string) func(map[string]any) { return deliver(securityevent.PollMethod, "") }, "does not name the endpoint"},
		"a poll in clear over the network": {func(string) func(map[string]any) {
			return deliver(securityevent.PollMethod, "http://as.example/poll")
		}, "https is needed"},
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTransmitter(t)
			tr.issuer.DescribeFeed(tr.server.URL+"/poll", tt.change(tr.server.URL+"/poll"))
			feed := tr.follow()
			waittest.Until(t, "refused", func() bool {
				err := feed.Ready(t.Context())
				return err != nil && strings.Contains(err.Error(), tt.want)
			})
			if n := len(tr.asked()); n > 0 {
				t.Errorf("polled %d times", n)
			}
			tr.issuer.DescribeFeed(tr.server.URL + "/poll")
			ready(t, feed) // a good description is believed afterwards
		})
	}
}

// The metadata of the authorization server does not contain the endpoint of the feed.
func TestMetadataIsNotAskedForTheFeed(t *testing.T) {
	tr := newTransmitter(t)
	tr.issuer.DescribeFeed(tr.server.URL+"/poll", func(m map[string]any) { clear(m) })
	tr.issuer.Describe("security_events_endpoint", tr.server.URL+"/poll")
	feed := tr.follow()
	waittest.Until(t, "refused", func() bool {
		err := feed.Ready(t.Context())
		return err != nil && strings.Contains(err.Error(), "ssf-configuration")
	})
	if n := len(tr.asked()); n > 0 {
		t.Errorf("polled %d times", n)
	}
}

// SSF 1.0 §7.2.1: the well-known path is inserted between the host and the path of the issuer. A
// slash at the end of the path is removed for the URL, but kept for the comparison of the issuer.
func TestIssuersWithAPath(t *testing.T) {
	for path, want := range map[string]string{
		"":         "/.well-known/ssf-configuration",
		"/tenant":  "/.well-known/ssf-configuration/tenant",
		"/tenant/": "/.well-known/ssf-configuration/tenant",
		"/a%2Fb":   "/.well-known/ssf-configuration/a%2Fb",
	} {
		t.Run(path, func(t *testing.T) {
			var issuer string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.EscapedPath() != want {
					http.NotFound(w, r)
					return
				}
				_, _ = w.Write([]byte(`{"issuer":"` + issuer + `","delivery":{"method":"urn:ietf:rfc:8936","endpoint_url":"https://as.example/poll"}}`))
			}))
			t.Cleanup(server.Close)
			issuer = server.URL + path
			feed, err := bearer.DiscoverFeed(t.Context(), server.Client(), issuer)
			if err != nil || feed.Delivery.EndpointURL != "https://as.example/poll" {
				t.Errorf("got %+v, %v", feed, err)
			}
		})
	}
}
