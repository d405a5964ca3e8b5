package config_test

import (
	"fmt"

	"quartet.example/shared/config"
)

// A secret is never printed by accident.
func ExampleSecret() {
	secret := config.Secret("wonderland-4711")
	fmt.Printf("%v, %q, %x\n", secret, secret, secret)
	fmt.Println(secret.Reveal())
	// Output:
	// [redacted], [redacted], [redacted]
	// wonderland-4711
}
