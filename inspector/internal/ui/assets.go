package ui

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed assets all:templates
var files embed.FS

// Assets are the inspector's stylesheets and scripts, in addition to those of package page.
type Assets struct{ list []asset }

type asset struct {
	name, path, mime string
	body             []byte
}

// mimeOf has a key for each extension in assets/.
var mimeOf = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

func newAssets() (*Assets, error) {
	a := &Assets{}
	entries, err := files.ReadDir("assets")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		body, err := files.ReadFile("assets/" + name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		hashed := "/assets/" + strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
		a.list = append(a.list, asset{name, hashed, mimeOf[ext], body})
	}
	return a, nil
}

// Path returns the path of the asset with that name, or "".
func (a *Assets) Path(name string) string {
	for _, one := range a.list {
		if one.name == name {
			return one.path
		}
	}
	return ""
}

// Mount serves the assets. They may be cached forever, because their names contain a hash of their
// content (RFC 8246).
func (a *Assets) Mount(e *echo.Echo) {
	for _, one := range a.list {
		e.GET(one.path, func(c echo.Context) error {
			c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
			return c.Blob(http.StatusOK, one.mime, one.body)
		})
	}
}
