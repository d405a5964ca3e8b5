package resourceservertest_test

import (
	"net/http"
	"testing"
	"time"

	"quartet.example/resourceserver/resourceservertest"
	"quartet.example/shared/oauth"
)

// A test of a program that calls an API with access tokens.
func Example() {
	_ = func(t *testing.T) {
		issuer := "http://127.0.0.1:9000" // URL of authservertest.Start
		api := resourceservertest.Start(t, resourceservertest.WithIssuer(issuer))
		// app := notes.NewApp(issuer, api.URL) // the software under test

		api.AddNote("248289761001", "buy milk") // the app must show it to alice

		api.FailNext(resourceservertest.Fault{Error: oauth.InvalidToken}) // the app must refresh its token, and try again
		api.FailNext(resourceservertest.Fault{Status: http.StatusServiceUnavailable, Times: 2})
		api.FailNext(resourceservertest.Fault{Path: "/notes", Drop: true})

		api.Advance(10 * time.Minute) // access tokens have expired
		_ = api.Requests()            // what the app has sent
	}
}
