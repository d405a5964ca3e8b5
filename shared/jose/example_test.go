package jose_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quartet.example/shared/jose"
)

// Receipt is the payload of a kind of token: the registered claims and a claim of its own.
type Receipt struct {
	jose.Claims
	Amount int64 `json:"amount"`
}

// A kind of token is declared with one Kind. A token for another audience is refused with
// ErrAudience.
func Example() {
	key, err := jose.Generate("ES256", "2026-11")
	if err != nil {
		panic(err)
	}
	receipt := jose.Kind{
		Name: "receipt", MaxBytes: 4 << 10,
		Types: []string{"receipt+jwt"}, Algorithms: []string{"ES256"}, Keys: jose.Set{Keys: []jose.Key{key.Public()}},
		Issuer: "https://shop.example", Audience: []string{"https://bank.example"},
		Required: []string{"iat", "amount"}, MaxAge: time.Minute, Now: time.Now,
	}

	raw, err := jose.Mint(context.Background(), key, "receipt+jwt", Receipt{
		Claims: jose.Claims{Issuer: "https://shop.example", Audience: jose.Audience{"https://bank.example"}, IssuedAt: jose.NewTime(time.Now())},
		Amount: 100,
	})
	if err != nil {
		panic(err)
	}
	var got Receipt
	fmt.Println(receipt.Verify(context.Background(), raw, &got), got.Amount)

	receipt.Audience = []string{"https://other.example"}
	fmt.Println(errors.Is(receipt.Verify(context.Background(), raw, &got), jose.ErrAudience))
	// Output:
	// <nil> 100
	// true
}
