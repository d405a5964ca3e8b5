// Package docs has the documentation: the Markdown pages of this folder and their pictures. The
// inspector shows them at /docs. The folder is a module so that the inspector can embed its files
// although they are outside of the inspector's own folder (ADR 0028).
package docs

import (
	"embed"
	"io/fs"
)

//go:embed *.md adr/*.md clients/*.md flows/*.md testing/*.md workshop/*.md pictures/*.png
var files embed.FS

// Files returns the pages and pictures, by their paths in this folder.
func Files() fs.FS { return files }
