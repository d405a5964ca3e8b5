package doctor

import (
	"context"

	"quartet.example/demo/stack"
)

// tls says where the certificate of the local CA is. A stack that was started without TLS has none,
// and then there is nothing to say.
func tls(_ context.Context, s *stack.Settings) []Finding {
	if !s.TLS {
		return nil
	}
	f := Finding{Name: "local CA", Detail: "made when the stack starts"}
	file, err := s.CAFile()
	switch {
	case err != nil:
		f.Detail, f.Fix = err.Error(), "set HOME, so that there is a folder for it"
	case file.Exists():
		f.Detail = "in " + string(file) + "; browsers and other programs must trust it: docs/tls.md"
	}
	return []Finding{f}
}
