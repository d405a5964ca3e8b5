package notes

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
)

// parsePrecondition parses If-Match and If-None-Match. The entity tags of notes are strong, so a
// weak tag never matches If-Match. If-None-Match ignores the prefix W/ (RFC 9110 §8.8.3.2).
func parsePrecondition(c echo.Context) (core.Precondition, error) {
	header := c.Request().Header
	match, malformed := entityTags(header, "If-Match")
	noneMatch, alsoMalformed := entityTags(header, "If-None-Match")
	err := checks.NoteEntityTag.RequireNil(c.Request().Context(), errors.Join(malformed, alsoMalformed))
	for i := range noneMatch {
		noneMatch[i] = strings.TrimPrefix(noneMatch[i], weak)
	}
	return core.Precondition{Match: match, NoneMatch: noneMatch}, err
}

func listed(tags []string, etag string) bool {
	return slices.Contains(tags, etag) || slices.Contains(tags, core.AnyETag)
}

const weak = "W/"

var errEntityTag = errors.New("not a list of entity tags")

// entityTags parses "*" / #entity-tag (RFC 9110 §13.1.1, §8.8.3). It keeps quotes and W/. It
// returns nil if there is no such header.
func entityTags(header http.Header, name string) ([]string, error) {
	lines := header.Values(name)
	if len(lines) == 0 {
		return nil, nil
	}
	rest := strings.TrimSpace(strings.Join(lines, ","))
	if rest == core.AnyETag {
		return []string{core.AnyETag}, nil
	}
	tags := []string{}
	for {
		rest = strings.TrimLeft(rest, " \t,") // empty list elements are ignored (§5.6.1.2)
		if rest == "" {
			return tags, nil
		}
		tag, after, ok := entityTag(rest)
		if !ok {
			return nil, errEntityTag
		}
		tags, rest = append(tags, tag), strings.TrimLeft(after, " \t")
		if rest != "" && rest[0] != ',' {
			return nil, errEntityTag
		}
	}
}

// entityTag parses [ "W/" ] DQUOTE *etagc DQUOTE at the beginning of s.
func entityTag(s string) (tag, rest string, ok bool) {
	opaque := strings.TrimPrefix(s, weak)
	if !strings.HasPrefix(opaque, `"`) {
		return "", "", false
	}
	end := strings.IndexFunc(opaque[1:], func(r rune) bool { return r <= ' ' || r == '"' || r == 0x7f })
	if end < 0 || opaque[1+end] != '"' {
		return "", "", false
	}
	end = len(s) - len(opaque) + 1 + end + 1
	return s[:end], s[end:], true
}
