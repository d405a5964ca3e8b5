package authserver_test

import (
	"testing"

	"quartet.example/authserver/authservertest"
)

// On every page that does not lead back to a client there is a link to continue.
func TestEveryPageHasALink(t *testing.T) {
	srv := authservertest.Start(t)
	in := func(t *testing.T) *authservertest.Browser {
		return srv.Browser(t).Open(srv.URL+"/account").Login("alice", "wonderland")
	}
	for name, end := range map[string]func(b *authservertest.Browser) *authservertest.Browser{
		"signed out": func(b *authservertest.Browser) *authservertest.Browser {
			return b.Open(srv.URL+"/logout").Press("decision", "sign-out")
		},
		"signed out already": func(b *authservertest.Browser) *authservertest.Browser {
			return srv.Browser(t).Open(srv.URL + "/logout")
		},
		"still signed in": func(b *authservertest.Browser) *authservertest.Browser {
			return b.Open(srv.URL+"/logout").Press("decision", "stay")
		},
		"a cancelled sign-in": func(b *authservertest.Browser) *authservertest.Browser {
			return b.Open(srv.URL+"/logout").Press("decision", "sign-out").Open(srv.URL+"/account").Press("decision", "deny")
		},
		"signed out everywhere": func(b *authservertest.Browser) *authservertest.Browser {
			return b.Open(srv.URL+"/account").Press("end", "everything")
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := end(in(t))
			link, ok := b.Page().Find("main a.button").Attr("href")
			if b.Status() != 200 || !ok {
				t.Fatalf("got %d %q, with no way on", b.Status(), b.Text())
			}
			if b.Open(link); b.Status() != 200 {
				t.Errorf("%s: got %d", link, b.Status())
			}
		})
	}
}
