package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

//go:embed assets templates
var files embed.FS

type asset struct {
	path string // contains the hash of the content, so it may be cached forever
	mime string
	body []byte
}

var assets = sync.OnceValue(func() map[string]asset {
	all := map[string]asset{}
	for name, mime := range map[string]string{
		"quartet.css": "text/css; charset=utf-8",
		"quartet.js":  "text/javascript; charset=utf-8",
		"quartet.svg": "image/svg+xml",
	} {
		body, err := files.ReadFile("assets/" + name)
		if err != nil {
			panic(err) // the files are embedded, so they cannot be missing
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		hashed := "/assets/" + strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
		all[name] = asset{path: hashed, mime: mime, body: body}
	}
	return all
})

// Stylesheet returns the path of the stylesheet, which contains the hash of its content.
func Stylesheet() string { return assets()["quartet.css"].path }

// Script returns the path of the script, for countdowns and copy buttons.
func Script() string { return assets()["quartet.js"].path }

// Icon returns the path of the icon.
func Icon() string { return assets()["quartet.svg"].path }

// Mount serves the files at the paths of Stylesheet, Script and Icon.
func Mount(e *echo.Echo) {
	for _, a := range assets() {
		serve := func(c echo.Context) error {
			c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable") // RFC 8246
			return c.Blob(http.StatusOK, a.mime, a.body)
		}
		e.GET(a.path, serve)
		e.HEAD(a.path, serve)
	}
}
