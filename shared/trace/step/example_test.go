package step_test

import (
	"fmt"

	"quartet.example/shared/trace/step"
)

// A mode says which messages are held.
func ExampleMode_Validate() {
	for _, m := range []step.Mode{{Kind: step.Back}, {Kind: step.Path, Path: "/token"}, {Kind: step.Path, Path: "token"}} {
		fmt.Println(m.On(), m.Validate())
	}
	// Output:
	// true <nil>
	// true <nil>
	// true step: the path must begin with / and have at most 200 bytes
}
