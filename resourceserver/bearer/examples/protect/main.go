// Command protect is an API of one route, which needs an access token.
package main

import (
	"fmt"
	"log"
	"net/http"
	"time"

	"quartet.example/resourceserver/bearer"
)

func main() {
	guard, err := bearer.New(bearer.Config{
		Issuer:   "http://auth.localhost:9000", // the issuer of the tokens
		Resource: "http://api.localhost:9001",  // the audience that they must have
	})
	if err != nil {
		log.Fatal(err)
	}
	notes := func(w http.ResponseWriter, r *http.Request) {
		token, _ := bearer.TokenFrom(r.Context())
		user, ok := token.User() // false for a client that acts for itself
		fmt.Fprintf(w, "notes of %q, a user: %t\n", user, ok)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /notes", guard.Require("notes:read")(http.HandlerFunc(notes)))
	server := &http.Server{Addr: "localhost:8090", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
