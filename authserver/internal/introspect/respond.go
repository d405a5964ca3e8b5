package introspect

import (
	"context"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// mediaType is the media type of a signed response (RFC 9701 §4).
const mediaType = "application/token-introspection+jwt"

// Signer signs introspection responses.
type Signer interface {
	IntrospectionResponse(ctx context.Context, client *core.Client, said any) (string, error)
}

// answer is the response (RFC 7662 §2.2).
type answer struct {
	oauth.Introspection
	User map[string]jsontext.Value `json:",embed"` // claims about the user, beside the others
}

// aboutUser returns the claims of a token beyond those of the protocols, such as groups. A token that
// the control API issued may have claims with the names of members of the response; they are left out.
func aboutUser(other jsontext.Value) map[string]jsontext.Value {
	var members map[string]jsontext.Value
	if len(other) == 0 || jose.Decode(other, &members) != nil {
		return nil
	}
	maps.DeleteFunc(members, func(name string, _ jsontext.Value) bool { return claims.IsProtocol(name) })
	return members
}

// respond writes the response as JSON (RFC 7662 §2.2), or signed if the request asks for that (RFC
// 9701 §4). For an inactive token both forms contain only active=false. The response depends on
// Accept but has no Vary, which is for caches (RFC 9110 §12.5.5): no cache stores it.
func (h *Handler) respond(c echo.Context, client *core.Client, said answer) error {
	if !wantsSigned(c.Request().Header.Values(echo.HeaderAccept)) {
		return h.plain(c, said)
	}
	signed, err := h.Signer.IntrospectionResponse(c.Request().Context(), client, said)
	if err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.Blob(http.StatusOK, mediaType, []byte(signed))
}

func (h *Handler) plain(c echo.Context, said answer) error {
	body, err := jose.Encode(said)
	if err != nil {
		return fmt.Errorf("encode introspection response: %w", err)
	}
	web.SetNoStore(c)
	return c.JSONBlob(http.StatusOK, body)
}

// wantsSigned tells whether Accept names the media type of the signed form. A wildcard does not
// count.
func wantsSigned(accept []string) bool {
	for one := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, params, err := mime.ParseMediaType(one)
		if err != nil || name != mediaType {
			continue
		}
		weight, weighed := params["q"]
		return !weighed || strings.Trim(weight, "0.") != "" // q=0 excludes this media type (RFC 9110 §12.4.2)
	}
	return false
}
