package jose

import (
	"github.com/go-json-experiment/json"
	v1 "github.com/go-json-experiment/json/v1"
)

// Encode writes claims as JSON, as Mint does. The option omitempty in struct tags means what
// it means to encoding/json.
func Encode(claims any) ([]byte, error) {
	return json.Marshal(claims, v1.OmitEmptyWithLegacySemantics(true), json.FormatNilSliceAsNull(true), json.Deterministic(true))
}
