package authserver_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"quartet.example/authserver"
	"quartet.example/authserver/internal/control"
	"quartet.example/shared/config"
	"quartet.example/shared/democlock"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// controller sends requests to the control API of a server, whose clock can be moved.
type controller struct {
	t      *testing.T
	issuer string
	http   *http.Client
}

func startControl(t *testing.T, change ...func(*authserver.Config)) *controller {
	t.Helper()
	listener := httptest.NewUnstartedServer(nil)
	cfg := defaults(t)
	cfg.Issuer = "http://" + listener.Listener.Addr().String()
	for _, one := range change {
		one(&cfg)
	}
	rdb := redistest.New(t)
	clock := democlock.Open(t.Context(), rdb, time.Now)
	srv, err := authserver.New(cfg, authserver.Deps{Redis: rdb, Now: clock.Now, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close() })
	listener.Config.Handler = srv
	listener.Start()
	t.Cleanup(listener.Close)
	return &controller{t, cfg.Issuer, listener.Client()}
}

// do sends a request, with a JSON body unless it is empty, and returns status and body of the response.
func (c *controller) do(method, path, body string, headers ...string) (int, []byte) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.issuer+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return resp.StatusCode, answer
}

// paths are addresses for the paths with parameters.
var paths = strings.NewReplacer("{username}", "carol", "{client_id}", "spa", "{resource}", "https%3A%2F%2Forders.example", "{scope}", "department", "{id}", "1")

// Every response in the OpenAPI document occurs, with the schema in the document, and each example works.
func TestControlDocumentIsTrue(t *testing.T) {
	c := startControl(t)
	doc := controlDocument(t, c)
	for _, operation := range controlRoutes() {
		method, path, _ := strings.Cut(operation, " ")
		described := doc.Paths.Find(path).GetOperation(method)
		produced := map[string]bool{}
		answers := func(name, target, body string, headers ...string) {
			t.Run(operation+", "+name, func(t *testing.T) {
				status, answer := c.do(method, target, body, headers...)
				produced[strconv.Itoa(status)] = true
				meetsDocument(t, doc, described, status, answer)
			})
		}
		target, bodies := paths.Replace(path), examplesOf(t, described)
		if operation == "PUT /control/state" { // what it takes is what GET returns
			_, state := c.do("GET", path, "")
			bodies = []string{string(state)}
		}
		answers("a page of another site", target, bodies[0], "Sec-Fetch-Site", "cross-site")
		answers("a wrong token", target, bodies[0], "Authorization", "Bearer x")
		answers("an unknown parameter", target+"?x=1", bodies[0])
		if method == http.MethodPost || method == http.MethodPut {
			answers("text", target, "x", "Content-Type", "text/plain")
			size := 257 << 10
			if operation == "PUT /control/state" {
				size = 64<<20 + 1
			}
			answers("a long body", target, `"`+strings.Repeat("x", size))
		}
		if strings.HasSuffix(path, "}") && method != http.MethodPut {
			answers("an unknown name", path[:strings.LastIndex(path, "/")]+"/unknown", "")
		}
		for _, body := range bodies {
			answers("example "+body, target, body)
		}
		for status := range described.Responses.Map() {
			if !produced[status] {
				t.Errorf("%s: %s is in the document, and was not produced", operation, status)
			}
		}
	}
}

// examplesOf returns the bodies in the examples of an operation, or an empty one if it takes no body.
func examplesOf(t *testing.T, of *openapi3.Operation) (bodies []string) {
	t.Helper()
	if of.RequestBody == nil {
		return []string{""}
	}
	content := of.RequestBody.Value.Content["application/json"]
	for _, name := range slices.Sorted(maps.Keys(content.Examples)) {
		body, err := json.Marshal(content.Examples[name].Value.Value)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, string(body))
	}
	if len(bodies) == 0 && of.OperationID != "importState" {
		t.Fatalf("%s has no example", of.OperationID)
	}
	return bodies
}

// meetsDocument fails unless the document lists the response, and its body has the schema there.
func meetsDocument(t *testing.T, doc *openapi3.T, of *openapi3.Operation, status int, body []byte) {
	t.Helper()
	response := of.Responses.Status(status)
	if response == nil {
		t.Fatalf("the document does not list %d %s", status, body)
	}
	content := response.Value.Content["application/json"]
	if content == nil {
		if len(body) > 0 {
			t.Errorf("the document does not list the body %s", body)
		}
		return
	}
	var value any
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&value); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	if err := doc.ValidateSchemaJSON(content.Schema.Value, value, openapi3.EnableFormatValidation()); err != nil {
		t.Errorf("%s: %v", body, err)
	}
}

// The control API can do everything, so production has none of its routes: they are answered as every
// unknown path is.
func TestProductionHasNoControlAPI(t *testing.T) {
	srv := productionServer(t)
	for _, operation := range append(controlRoutes(), "GET /control", "GET /control/", "OPTIONS /control/tokens") {
		method, path, _ := strings.Cut(operation, " ")
		for _, accept := range []string{"*/*", "text/html"} {
			got, want := answerOf(t, srv, method, path, accept), answerOf(t, srv, method, "/nothing", accept)
			if got.Code != http.StatusNotFound || got.Code != want.Code || got.Header().Get("Content-Type") != want.Header().Get("Content-Type") {
				t.Errorf("%s, Accept %s: got %d %s, want %d as for an unknown path", operation, accept, got.Code, got.Body, want.Code)
			}
		}
	}
	if control.Of(srv.Handler) != nil {
		t.Error("there are verbs")
	}
}

func TestControlToken(t *testing.T) {
	good := oauth.NewSecret()
	for name, tt := range map[string]struct {
		profile config.Profile
		token   string
		want    string // in the error; "" for none
	}{
		"none":                              {config.Dev, "", ""},
		"a good one":                        {config.Dev, good, ""},
		"a short one":                       {config.Dev, "test", "control-token: "},
		"a published one":                   {config.Dev, "notes-dev-secret-not-for-production", "control-token: "},
		"one that can be guessed":           {config.Dev, strings.Repeat("ab", 20), "control-token: "},
		"in production, even if it is good": {config.Production, good, "control-token: production has no control API"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := defaults(t)
			if tt.profile.IsProduction() {
				production(&cfg, "seed.yaml")
			}
			cfg.ControlToken = config.Secret(tt.token)
			err := cfg.Validate()
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && tt.token != "" && strings.Contains(err.Error(), tt.token) {
				t.Errorf("the error shows the token: %v", err)
			}
		})
	}
}

// The control token is for programs on other machines; the peer of a test is always this one, so a
// header of a proxy stands for another machine.
func TestControlTokenOpensTheControlAPI(t *testing.T) {
	token := oauth.NewSecret()
	c := startControl(t, func(cfg *authserver.Config) { cfg.ControlToken = config.Secret(token) })
	for name, tt := range map[string]struct {
		headers []string
		status  int
	}{
		"with the token":    {[]string{"Via", "1.1 proxy", "Authorization", "Bearer " + token}, http.StatusOK},
		"without the token": {[]string{"Via", "1.1 proxy"}, http.StatusUnauthorized},
	} {
		if status, body := c.do("GET", "/control/clock", "", tt.headers...); status != tt.status {
			t.Errorf("%s: got %d %s, want %d", name, status, body, tt.status)
		}
	}
}

// Below an issuer with a path, the control API has that path too.
func TestControlAPIOfAnIssuerWithAPath(t *testing.T) {
	c := startControl(t, func(cfg *authserver.Config) { cfg.Issuer += "/acme" })
	if status, body := c.do("GET", "/control/clock", ""); status != http.StatusOK {
		t.Errorf("got %d %s", status, body)
	}
}
