package revocationfeed_test

import (
	"fmt"
	"log"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/revocationfeed"
)

// A resource server that refuses tokens milliseconds after they were revoked.
func Example() {
	feed, err := revocationfeed.New(revocationfeed.Config{
		Issuer: "https://auth.example.com", ClientID: "notes-api", ClientSecret: "secret",
	})
	if err != nil {
		log.Fatal(err)
	}
	defer feed.Close()

	v, err := bearer.New(bearer.Config{
		Issuer: "https://auth.example.com", Resource: "https://api.example.com", Revocation: feed,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	fmt.Println(feed.Status().CaughtUp) // false at first: requests with a token get 503 until the feed was read
	// Output: false
}
