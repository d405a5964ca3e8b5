package introspect

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// mediaType is the media type of a signed response (RFC 9701 §4).
const mediaType = "application/token-introspection+jwt"

// Signer signs introspection responses.
type Signer interface {
	IntrospectionResponse(ctx context.Context, client *core.Client, said any) (string, error)
}

// respond writes the response as JSON (RFC 7662 §2.2), or signed if the request asks for that (RFC
// 9701 §4). For an inactive token both forms contain only active=false. The response depends on
// Accept but has no Vary, which is for caches (RFC 9110 §12.5.5): no cache stores it.
func (h *Handler) respond(c echo.Context, client *core.Client, said oauth.Introspection) error {
	if !wantsSigned(c.Request().Header.Values(echo.HeaderAccept)) {
		return web.NoStoreJSON(c, http.StatusOK, said)
	}
	signed, err := h.Signer.IntrospectionResponse(c.Request().Context(), client, said)
	if err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.Blob(http.StatusOK, mediaType, []byte(signed))
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
