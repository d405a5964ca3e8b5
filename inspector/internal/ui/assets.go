package ui

import (
	"embed"
	"path"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
)

//go:embed assets all:templates
var files embed.FS

// Assets are the inspector's stylesheets and scripts, by name, in addition to those of package page.
type Assets struct{ files map[string]page.File }

// mimeOf has a key for each extension in assets/.
var mimeOf = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

func newAssets() (*Assets, error) {
	a := &Assets{files: map[string]page.File{}}
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
		a.files[name] = page.NewFile(name, mimeOf[path.Ext(name)], body)
	}
	return a, nil
}

// Path returns the path of the asset with that name, or "".
func (a *Assets) Path(name string) string { return a.files[name].Path }

// Mount serves the assets.
func (a *Assets) Mount(e *echo.Echo) {
	for _, one := range a.files {
		one.Mount(e)
	}
}
