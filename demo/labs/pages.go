package labs

import (
	"embed"
	"io/fs"
)

//go:embed */README.md
var pages embed.FS

// Pages returns the text of each lab, NN-name/README.md, for the inspector, which shows them.
func Pages() fs.FS { return pages }
