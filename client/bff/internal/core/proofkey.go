package core

import (
	"fmt"
	"io"
	"log/slog"
)

// ProofKey is the private key that the tokens of a session are bound to (RFC 9449
// §5), in PKCS #8. If it is empty, the tokens are bearer tokens. It is printed as [redacted].
type ProofKey []byte

// Format hides the key from every verb.
func (ProofKey) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[redacted]") }

// LogValue hides the key from slog.
func (ProofKey) LogValue() slog.Value { return slog.StringValue("[redacted]") }
