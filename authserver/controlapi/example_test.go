package controlapi_test

import (
	"context"
	"fmt"
	"log"

	"quartet.example/authserver/controlapi"
)

// A program asks a running server of the dev profile for tokens, and moves its clock. Tests in Go can use
// authservertest instead.
func ExampleClient() {
	ctx := context.Background()
	server := controlapi.Client{Issuer: "http://auth.localhost:9000"}
	issued, err := server.Issue(ctx, controlapi.Token{User: "alice", Scope: "notes:read"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(issued.Token) // the API accepts it
	forged, err := server.Forge(ctx, controlapi.Forgery{Flaw: controlapi.AlgNone, Token: controlapi.Token{User: "alice"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(forged.Token) // the API must refuse it
}
