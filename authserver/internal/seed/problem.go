package seed

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Error is one problem of a seed file.
type Error struct {
	File   string // "" if the problem is in an entry that came alone
	Line   int
	Field  string // "" if the problem is not about one field
	Reason string // contains no secret
}

// Error returns "file:line: field: reason", without the parts that are empty.
func (p *Error) Error() string {
	text := p.Reason
	if p.Field != "" {
		text = p.Field + ": " + text
	}
	if p.File != "" {
		text = fmt.Sprintf("%s:%d: %s", p.File, p.Line, text)
	}
	return text
}

// problems collects the errors, so that all of them can be reported together.
type problems struct {
	file string
	all  []*Error
}

func (p *problems) add(line int, field, format string, args ...any) {
	p.all = append(p.all, &Error{File: p.file, Line: max(line, 1), Field: field, Reason: fmt.Sprintf(format, args...)})
}

// refuse adds a problem if when is true.
func (p *problems) refuse(when bool, line int, field, format string, args ...any) {
	if when {
		p.add(line, field, format, args...)
	}
}

// first tells where a value occurs first, if the user can know the line.
func (p *problems) first(line int) string {
	if p.file == "" {
		return ""
	}
	return fmt.Sprintf(", first in line %d", line)
}

func (p *problems) join() error {
	slices.SortStableFunc(p.all, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	errs := make([]error, len(p.all))
	for i, one := range p.all {
		errs[i] = one
	}
	return errors.Join(errs...)
}
