package introspection_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/introspection"
)

// An API for opaque tokens, whose meaning only the authorization server knows.
func Example() {
	authorizationServer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"active":%t,"sub":"alice","aud":"https://api.example.com","scope":"notes:read"}`, r.FormValue("token") == "good")
	}))
	defer authorizationServer.Close()

	i, err := introspection.New(introspection.Config{
		Issuer: authorizationServer.URL, Endpoint: authorizationServer.URL, ClientID: "notes-api", ClientSecret: "secret",
		CacheTTL: 5 * time.Second, // how long a revoked token may still be accepted
	})
	if err != nil {
		log.Fatal(err)
	}
	defer i.Close()
	v, err := bearer.New(bearer.Config{
		Issuer: authorizationServer.URL, Resource: "https://api.example.com", Introspection: i, IntrospectAll: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	api := v.Require("notes:read")(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := bearer.TokenFrom(r.Context())
		fmt.Fprint(w, "notes of ", token.Subject)
	}))
	for _, token := range []string{"good", "bad"} {
		r := httptest.NewRequest(http.MethodGet, "/notes", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		api.ServeHTTP(w, r)
		fmt.Println(w.Code, strings.TrimSpace(w.Body.String()))
	}
	// Output:
	// 200 notes of alice
	// 401 {"error":"invalid_token","error_description":"the access token is not active"}
}
