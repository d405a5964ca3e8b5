package securityevent_test

import (
	"encoding/json"
	"fmt"

	"quartet.example/shared/securityevent"
)

// A security event token may be about something else than a revoked token.
func ExampleClaims_Revoked() {
	claims := securityevent.Claims{
		Subject: securityevent.Subject{Format: securityevent.JWTID, Issuer: "https://auth.example", JWTID: "t1"},
		Events:  map[string]json.RawMessage{securityevent.TokenRevoked: json.RawMessage(`{"event_timestamp":1700000000}`)},
	}
	revoked, ok := claims.Revoked()
	fmt.Println(claims.Subject.JWTID, revoked.EventTimestamp, ok)
	_, ok = (&securityevent.Claims{Events: map[string]json.RawMessage{"https://example.com/other": nil}}).Revoked()
	fmt.Println(ok)
	// Output:
	// t1 1700000000 true
	// false
}
