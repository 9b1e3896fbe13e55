"""The one build step pyproject.toml cannot say: folders of the repository's top go into the wheel."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = ("course_templates", "rosters", "config.example.yaml", "plugin")
HERE = Path(__file__).parent


class BuildWithShippedFiles(build_py):
    """Copies what `init` and `plugin build` write to `vsosh_moodle/bundled` (see sources/shipped.py)."""

    def run(self) -> None:
        """Build the package, then add the shipped files; an editable install reads them in place."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "vsosh_moodle" / "bundled"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in SHIPPED:
            source = HERE / name
            if source.is_dir():
                shutil.copytree(source, target / name)
            else:
                shutil.copy2(source, target / name)


setup(cmdclass={"build_py": BuildWithShippedFiles})
