package config

import (
	"errors"
	"fmt"
	"strings"

	"quartet.example/shared/localnet"
)

// BaseURL validates a setting that is the URL of a server, such as an issuer: http or https,
// without user, query or fragment (RFC 8414 §2, RFC 8707 §2), and in production https (RFC 9700
// §2.6). Its errors begin with the name of the setting and do not quote the address.
func BaseURL(name, address string, profile Profile) error {
	u, err := localnet.ParseServer(address)
	switch {
	case address == "":
		err = errors.New("is missing")
	case err != nil:
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(address, "#"):
		err = errors.New("must not have a query or a fragment (RFC 8414 §2, RFC 8707 §2)")
	case profile.IsProduction() && u.Scheme != "https":
		err = errors.New("production needs https (RFC 8414 §2, RFC 9700 §2.6)")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
