package trace_test

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"

	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// BenchmarkRecorder measures a token request with 20 checks and two JWTs in its response. "off" has
// no recorder. "path" adds what the request waits for, "all" also the background: masking and
// encoding, without the work of Redis.
func BenchmarkRecorder(b *testing.B) {
	written := make(chan int, 1024)
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"})
	client.AddHook(swallow{written})
	for name, sink := range map[string]trace.Sink{"off": nil, "path": discard{}, "all": trace.RedisSink(client)} {
		waiting := 0
		b.Run(name, func(b *testing.B) {
			e := web.New(web.Options{Service: "authserver", Recorder: recorder("authserver", sink)})
			e.POST("/token", issue)
			b.ReportAllocs()
			for b.Loop() {
				e.ServeHTTP(httptest.NewRecorder(), tokenRequest())
				for waiting += 2; name == "all" && waiting > 400; { // more than a round trip, less than the queue
					waiting -= <-written
				}
			}
		})
	}
}

// swallow is a Redis that answers at once.
type swallow struct{ written chan int }

func (swallow) DialHook(next redis.DialHook) redis.DialHook { return next }
func (s swallow) ProcessHook(redis.ProcessHook) redis.ProcessHook {
	return func(_ context.Context, cmd redis.Cmder) error {
		s.written <- len(cmd.Args()) - 5 // evalsha, digest, 1, key, kept
		return nil
	}
}

func (swallow) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

var twentyChecks = func() (checks [20]oauth.Check) {
	for i := range checks {
		checks[i] = oauth.Check{
			ID: "as.code.unused", Spec: "RFC 6749 §4.1.2, RFC 9700 §4.5", Error: oauth.InvalidGrant,
			Meaning: "the code is used for the first time, by the client that it was issued to", Stops: "stolen codes: the second use of a code ends all tokens of the first",
		}
	}
	return checks
}()

var tokenResponse = func() string {
	part := base64.RawURLEncoding.EncodeToString
	jwt := part([]byte(`{"alg":"ES256","typ":"at+jwt","kid":"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"}`)) + "." +
		part([]byte(`{"iss":"http://auth.localhost:9000","sub":"u-alice","aud":"http://api.localhost:9001","client_id":"notes","scope":"notes:read notes:write","exp":1795373568,"iat":1795373268,"auth_time":1795373268,"jti":"`+oauth.NewSecret()+`","gid":"`+oauth.NewSecret()+`"}`)) +
		"." + strings.Repeat("s", 86)
	return `{"access_token":"` + jwt + `","token_type":"Bearer","expires_in":300,"scope":"notes:read notes:write","refresh_token":"` + oauth.NewSecret() + `","id_token":"` + jwt + `"}`
}()

func issue(c echo.Context) error {
	if _, err := web.Form(c); err != nil {
		return err
	}
	for i := range twentyChecks {
		twentyChecks[i].Pass(c.Request().Context())
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set("Content-Type", "application/json")
	_, err := io.WriteString(c.Response(), tokenResponse)
	return err
}

func tokenRequest() *http.Request {
	req := form("/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"},
		"code_verifier": {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}, "redirect_uri": {"http://app.localhost:8080/callback"},
	})
	req.SetBasicAuth("notes", "notes-dev-secret-not-for-production")
	req.Header.Set("User-Agent", "Go-http-client/1.1")
	req.Header.Set("Accept", "application/json")
	return req
}
