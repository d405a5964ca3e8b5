package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"runtime"
	"text/template"
	"time"
)

//go:embed performance.md.tmpl
var pageSource string

var pageTemplate = template.Must(template.New("performance").Parse(pageSource))

// writePage writes docs/performance.md from a run.
func writePage(path string, results []*result) error {
	var rows, without bytes.Buffer
	for _, r := range results {
		fmt.Fprintf(&rows, "| %s | %s |\n", r.name, r.cells(" | "))
		if r.without != "" {
			fmt.Fprintf(&without, "| %s | %s |\n", r.name, r.without)
		}
	}
	var page bytes.Buffer
	err := pageTemplate.Execute(&page, map[string]string{
		"Rows": rows.String(), "Without": without.String(), "Date": time.Now().Format(time.DateOnly),
		"CPUs": fmt.Sprint(runtime.NumCPU()), "Go": runtime.Version(),
	})
	if err != nil {
		return err
	}
	return os.WriteFile(path, page.Bytes(), 0o644) //nolint:gosec // a page that everybody may read
}
