package localnet_test

import (
	"testing"

	"quartet.example/shared/localnet"
)

func TestConfidential(t *testing.T) {
	for address, want := range map[string]bool{
		"https://auth.example": true, "http://auth.localhost:9000": true, "http://127.0.0.1:9000": true, "http://[::1]:9000": true,
		"http://auth.example": false, "http://localhost.example": false, "http://192.168.0.1": false, "ftp://localhost": false,
		"auth.localhost": false, "https://user:secret@auth.example": false, "https://auth.example#x": false, "": false,
	} {
		if err := localnet.Confidential(address); (err == nil) != want {
			t.Errorf("%q: got %v", address, err)
		}
	}
}
