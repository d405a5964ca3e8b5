package bearer_test

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// Middleware for net/http: each route names the scope that it requires.
func ExampleValidator_Require() {
	v, err := bearer.New(bearer.Config{Issuer: "https://auth.example.com", Resource: "https://api.example.com", Realm: "notes"})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	mux := http.NewServeMux()
	mux.Handle("GET /notes", v.Require("notes:read")(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := bearer.TokenFrom(r.Context())
		fmt.Fprintf(w, "notes of %s", token.Subject)
	})))

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/notes", nil))
	fmt.Println(w.Code, w.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="notes"
}

// Step-up (RFC 9470): deleting requires a sign-in with a second factor within the last five
// minutes. For other tokens the challenge tells the client what to request.
func ExampleValidator_Guard() {
	v, err := bearer.New(bearer.Config{Issuer: "https://auth.example.com", Resource: "https://api.example.com"})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	remove := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux := http.NewServeMux()
	mux.Handle("DELETE /notes/{id}", v.Guard(bearer.Requirement{
		Scope: []string{"notes:write"}, ACR: []string{"urn:example:two-factors"}, MaxAge: 5 * time.Minute,
	})(remove))

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("DELETE", "/notes/1", nil))
	fmt.Println(w.Code)
	// Output: 401
}

// Tokens that are bound to a key (RFC 9449) need a proof in the DPoP header; other tokens are
// accepted as Bearer. Replicas share the nonce key and a Replay.
func ExampleDPoP() {
	v, err := bearer.New(bearer.Config{
		Issuer: "https://auth.example.com", Resource: "https://api.example.com",
		DPoP: &bearer.DPoP{NonceKey: []byte("a secret of 32 bytes or more here")},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	w := httptest.NewRecorder()
	v.Require()(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	for _, challenge := range w.Header().Values("WWW-Authenticate") {
		fmt.Println(challenge)
	}
	// Output:
	// Bearer
	// DPoP algs="ES256 EdDSA Ed25519 RS256 PS256"
}

// Several issuers: each token is verified with the keys of the issuer that it names. A subject is
// unique only within its issuer, so a user is identified by both.
func ExampleIssuer() {
	v, err := bearer.New(bearer.Config{
		Issuers: []bearer.Issuer{
			{URL: "https://auth.example.com"},
			{URL: "https://tenant.example.net", JWKSURI: "https://tenant.example.net/keys", Algorithms: []string{"RS256"}},
		},
		Resource: "https://api.example.com",
	})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	handler := func(_ http.ResponseWriter, r *http.Request) {
		token, _ := bearer.TokenFrom(r.Context())
		fmt.Println(token.Claims.Issuer, token.Subject)
	}
	http.Handle("GET /whoami", v.Require()(http.HandlerFunc(handler)))
}

// Protected resource metadata (RFC 9728) lists the issuers for clients. Challenges contain its URL.
func ExampleValidator_Metadata() {
	v, err := bearer.New(bearer.Config{
		Issuers:     []bearer.Issuer{{URL: "https://auth.example.com"}, {URL: "https://tenant.example.net"}},
		Resource:    "https://api.example.com",
		MetadataURL: "https://api.example.com/.well-known/oauth-protected-resource",
	})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	document := v.Metadata()
	document.ScopesSupported = []string{"notes:read"}
	body, _ := json.Marshal(document)
	fmt.Println(string(body))
	// Output: {"resource":"https://api.example.com","authorization_servers":["https://auth.example.com","https://tenant.example.net"],"scopes_supported":["notes:read"],"bearer_methods_supported":["header"]}
}

// A handler gets the accepted token with TokenFrom. Tests of handlers add a token with WithToken.
func ExampleTokenFrom() {
	handler := func(_ http.ResponseWriter, r *http.Request) {
		token, ok := bearer.TokenFrom(r.Context())
		fmt.Println(token.Subject, ok)
	}
	r := httptest.NewRequest("GET", "/", nil)
	handler(nil, r.WithContext(bearer.WithToken(r.Context(), &bearer.Token{Subject: "alice"})))
	// Output: alice true
}

// Claims without a field are decoded when they are needed, for example groups (RFC 9068 §2.2.3.1)
// or private claims.
func ExampleToken_Claim() {
	handler := func(w http.ResponseWriter, r *http.Request) {
		token, _ := bearer.TokenFrom(r.Context())
		var groups []string
		if _, err := token.Claim("groups", &groups); err != nil || !slices.Contains(groups, "editors") {
			http.Error(w, "for editors only", http.StatusForbidden)
			return
		}
		fmt.Println(token.Subject, "is an editor")
	}

	claims := &accesstoken.Claims{Claims: jose.Claims{Subject: "alice"}, Other: []byte(`{"groups":["editors","staff"]}`)}
	r := httptest.NewRequest("GET", "/", nil)
	handler(httptest.NewRecorder(), r.WithContext(bearer.WithToken(r.Context(), bearer.NewToken(claims))))
	// Output: alice is an editor
}
