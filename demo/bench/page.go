package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"text/template"
	"time"
)

//go:embed performance.md.tmpl
var pageSource string

var pageTemplate = template.Must(template.New("performance").Parse(pageSource))

// writePage writes docs/performance.md from the results of a run.
func writePage(p plan, results []*result) error {
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
		"CPUs": fmt.Sprint(runtime.NumCPU()), "Go": runtime.Version(), "Redis": redisVersion(), "Rounds": fmt.Sprint(p.rounds),
	})
	if err != nil {
		return err
	}
	return os.WriteFile(p.page, page.Bytes(), 0o644)
}

// redisVersion returns the version in the form "Redis 7.0.15".
func redisVersion() string {
	out, err := exec.Command("redis-server", "--version").Output()
	if _, rest, ok := strings.Cut(string(out), " v="); err == nil && ok {
		version, _, _ := strings.Cut(rest, " ")
		return "Redis " + version
	}
	return "Redis"
}
