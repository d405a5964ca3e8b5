package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/web"
)

// Import is the data of the page for importing files.
type Import struct {
	Flows   []flow.Flow // imported before, latest first
	Problem string      // why a file was not imported
}

// Import responds with the form for a file, and the list of what was imported.
func (p *Pages) Import(c echo.Context, status int, data Import) error {
	return p.set.HTML(c, status, "import", p.chrome(""), data)
}

// Compare is the data of the page that compares two flows.
type Compare struct {
	Recorded, Imported []flow.Flow
	A, B               string // ids of the flows that the reader chose
	Result             *flowview.Comparison
}

// choice is the data of one of the two lists of flows.
type choice struct {
	Compare
	Chosen string
}

// Compare responds with the form, and the comparison if there is one.
func (p *Pages) Compare(c echo.Context, data Compare) error {
	return p.set.HTML(c, http.StatusOK, "compare", p.chrome(""), data)
}

// allowPicture lets the script of the export menu draw a picture of the diagram.
func allowPicture(c echo.Context) { web.CSP(c, "img-src blob:") }
