package inspector

import (
	"html/template"
	"strings"

	"quartet.example/docs"
	"quartet.example/inspector/internal/docsite"
)

// here replaces the addresses that the documentation names, which are the defaults, by those of the
// settings.
func here(cfg Config) *strings.Replacer {
	var pairs []string
	for standard, configured := range map[string]string{
		"http://app.localhost:8080": cfg.ClientURL, "http://auth.localhost:9000": cfg.AuthserverURL,
		"http://api.localhost:9001": cfg.ResourceserverURL, "http://inspect.localhost:9002": cfg.PublicURL,
	} {
		if configured != "" {
			pairs = append(pairs, standard, template.HTMLEscapeString(strings.TrimSuffix(configured, "/")))
		}
	}
	return strings.NewReplacer(pairs...)
}

// sources are the folders of the documentation.
func sources(deps Deps) []docsite.Source {
	all := []docsite.Source{{Root: "docs", URL: "/docs", Files: docs.Files()}}
	if deps.Labs != nil {
		all = append(all, docsite.Source{Root: "demo/labs", URL: "/docs/labs", Files: deps.Labs})
	}
	return all
}
