package accesstoken_test

import (
	"fmt"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// A token whose subject is its client belongs to no user.
func ExampleClaims_User() {
	ofUser := accesstoken.Claims{Claims: jose.Claims{Subject: "248289761001"}, ClientID: "notes"}
	ofClient := accesstoken.Claims{Claims: jose.Claims{Subject: "service"}, ClientID: "service"}
	fmt.Println(ofUser.User())
	fmt.Println(ofClient.User())
	// Output:
	// 248289761001 true
	//  false
}
