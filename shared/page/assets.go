package page

import (
	"embed"
	"fmt"
	"sync"

	"github.com/labstack/echo/v4"
)

//go:embed assets templates
var files embed.FS

var assets = sync.OnceValue(func() map[string]File {
	all := map[string]File{}
	for name, mime := range map[string]string{
		"quartet.css": "text/css; charset=utf-8",
		"diagram.css": "text/css; charset=utf-8",
		"quartet.js":  "text/javascript; charset=utf-8",
		"quartet.svg": "image/svg+xml",
	} {
		body, err := files.ReadFile("assets/" + name)
		if err != nil {
			panic(err) // the files are embedded, so they cannot be missing
		}
		all[name] = NewFile(name, mime, body)
	}
	return all
})

// Stylesheet returns the path of the stylesheet, which contains the hash of its content.
func Stylesheet() string { return assets()["quartet.css"].Path }

// Asset returns the path of the file with that name in assets/, such as diagram.css. It returns an
// error for an unknown name.
func Asset(name string) (string, error) {
	a, ok := assets()[name]
	if !ok {
		return "", fmt.Errorf("asset %q: no such file", name)
	}
	return a.Path, nil
}

// Script returns the path of the script, for countdowns and copy buttons.
func Script() string { return assets()["quartet.js"].Path }

// Icon returns the path of the icon.
func Icon() string { return assets()["quartet.svg"].Path }

// Mount serves the files at the paths of Stylesheet, Script, Icon and Asset.
func Mount(e *echo.Echo) {
	for _, a := range assets() {
		a.Mount(e)
	}
}
