package command

import (
	"errors"

	"quartet.example/shared/localnet"
)

// Servers are the settings for the two servers that a client needs. The settings of a program
// embed them.
type Servers struct {
	Issuer   string `default:"http://auth.localhost:9000" env:"ISSUER" help:"issuer identifier of the authorization server; its metadata says the rest (RFC 8414)"`
	Resource string `default:"http://api.localhost:9001" help:"the notes API, which is also the resource that the access token is for (RFC 8707 §2)"`
}

// Validate refuses servers without https, except on this machine: secrets and tokens are sent to
// them.
func (s *Servers) Validate() error {
	var errs []error
	for name, address := range map[string]string{"issuer": s.Issuer, "resource": s.Resource} {
		errs = append(errs, localnet.RequireConfidential(name, address))
	}
	return errors.Join(errs...)
}
