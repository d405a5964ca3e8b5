package tenants_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// With enough images, a website could end all issuers of the developer whose browser loads them.
func TestPagesOfOtherSitesMakeNoTenant(t *testing.T) {
	for name, tt := range map[string]struct {
		headers map[string]string
		makes   bool
	}{
		"a program":                             {nil, true},
		"a program that sends Sec-Fetch-Mode":   {map[string]string{"Sec-Fetch-Mode": "cors"}, true}, // fetch of Node
		"a person types the address":            {map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"}, true},
		"a page of the issuer":                  {map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://auth.test"}, true},
		"an application sends the browser here": {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}, true},
		"a script of this machine":              {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty", "Origin": "http://localhost:3000"}, true},
		"an image":                              {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}, false},
		"an image of the same site":             {map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "image"}, false},
		"a frame":                               {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}, false},
		"a page that is loaded in advance":      {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document", "Sec-Purpose": "prefetch;prerender"}, false},
		"a script":                              {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty", "Origin": "https://evil.example"}, false},
		"a form":                                {map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document", "Origin": "https://evil.example"}, false},
		"a page in a sandbox":                   {map[string]string{"Origin": "null"}, false},
		"a name that begins like this machine":  {map[string]string{"Origin": "http://localhost.evil.example"}, false},
		"an old browser":                        {map[string]string{"Origin": "https://evil.example"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			rig := newRig(1)
			send := func() int {
				r, w := httptest.NewRequest(http.MethodGet, "/a/token", nil), httptest.NewRecorder()
				for header, value := range tt.headers {
					r.Header.Set(header, value)
				}
				rig.ServeHTTP(w, r)
				return w.Code
			}
			if status := send(); (status == http.StatusOK) != tt.makes {
				t.Errorf("a new tenant: got %d, want made %t", status, tt.makes)
			}
			rig.get("/a/token")
			if status := send(); status != http.StatusOK {
				t.Errorf("a tenant that exists: got %d", status)
			}
		})
	}
}
