"""What an instrument is, apart from what no platform can hold; and the way to a platform and back."""

from __future__ import annotations

from mtle_survey.exchange.layout import is_asked
from mtle_survey.exchange.start import start_from
from mtle_survey.exchange.write import export_definition, platforms
from mtle_survey.instrument.load import read_instrument

BOTH_WAYS = ("qsf", "redcap", "xlsform", "lss", "limesurvey-txt")


def there_and_back(instrument, platform, folder, form=None):
    """The export, and the instrument that its definition gives."""
    export = export_definition(instrument, platform, form)
    path = folder / f"definition.{platforms()[platform].suffix}"
    path.write_bytes(export.content)
    started = start_from(path, instrument.id)
    return export, read_instrument(started.text.encode("utf-8")), started


def substance(instrument, only=None):
    """Items, formats, keys and asked fields, as comparable values; ``only`` keeps these items."""
    kept = [item for item in instrument.items if only is None or item.id in only]
    return {
        "instruction": " ".join((instrument.instruction or "").split()),
        "items": [_item(item, instrument) for item in kept],
        "scales": {
            scale.id: (
                sorted(i for i in scale.items if only is None or i in only),
                sorted(i for i in scale.reverse_keyed if only is None or i in only),
            )
            for scale in instrument.scales
            if any(only is None or i in only for i in scale.items)
        },
        "fields": {field.id: _field(field) for field in instrument.fields if is_asked(field)},
    }


def _item(item, instrument):
    format_ = None if item.format is None else instrument.response_formats[item.format]
    limits = None if item.range is None else (item.range.low, item.range.high)
    return {
        "id": item.id,
        "base": item.base,
        "aspect": item.aspect,
        "text": " ".join(item.text.split()),
        "stem": None if item.stem is None else " ".join(item.stem.split()),
        "type": item.type,
        "options": [" ".join(option.split()) for option in item.options],
        "range": None if limits == (None, None) else limits,
        "about": item.about,
        "codes": None if format_ is None else format_.codes,
        "labels": None if format_ is None else tuple(" ".join(t.split()) for t in format_.labels),
        "nonresponse": None
        if format_ is None
        else {code: (" ".join(o.label.split()), o.reason) for code, o in format_.nonresponse.items()},
    }


def _field(field):
    labels = field.labels or field.codes
    limits = None if field.range is None else (field.range.low, field.range.high)
    return {
        "title": " ".join(field.title.split()),
        "text": " ".join((field.text or field.title).split()),
        "role": field.role,
        "type": field.type,
        "codes": field.codes,
        "labels": tuple(" ".join(t.split()) for t in labels),
        "range": limits,
        "personal": field.personal,
    }
