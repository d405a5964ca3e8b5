package bearer_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"quartet.example/resourceserver/bearer"
)

// Middleware for net/http: a route names the scope that it needs.
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

// A handler finds the token that was let through; WithToken puts one there in
// tests of handlers.
func ExampleTokenFrom() {
	handler := func(_ http.ResponseWriter, r *http.Request) {
		token, ok := bearer.TokenFrom(r.Context())
		fmt.Println(token.Subject, ok)
	}
	r := httptest.NewRequest("GET", "/", nil)
	handler(nil, r.WithContext(bearer.WithToken(r.Context(), &bearer.Token{Subject: "alice"})))
	// Output: alice true
}
