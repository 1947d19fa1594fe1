"""Installs rerun_bridge, by colcon as a ROS 2 package and by pip as a Python one."""

import os
from glob import glob
from pathlib import Path

from setuptools import find_packages, setup

NAME = 'rerun_bridge'

SHARED = {folder: glob(f'{folder}/*') for folder in ('config', 'launch')}

COMMANDS = ['rerun-bridge = rerun_bridge.cli.program:run']
if 'AMENT_PREFIX_PATH' in os.environ:
    # What `ros2 run` starts; of no use, and with names too common, where there is no ROS.
    COMMANDS += ['bridge = rerun_bridge.node:main', 'visualizer = rerun_bridge.node:main']
    COMMANDS += ['show = rerun_bridge.showing:main']

setup(
    name=NAME,
    version='0.1.0',
    description='ROS 2 in the Rerun Viewer',
    long_description=Path('README.md').read_text(encoding='utf-8'),
    long_description_content_type='text/markdown',
    maintainer='rerun_bridge maintainers',
    maintainer_email='maintainers@example.org',
    license='Apache-2.0',
    packages=find_packages(include=[NAME, f'{NAME}.*']),
    package_data={NAME: ['py.typed', 'sdk/web/*.*']},
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{NAME}']),
        (f'share/{NAME}', ['package.xml']),
        *[(f'share/{NAME}/{folder}', files) for folder, files in SHARED.items() if files],
    ],
    python_requires='>=3.10',
    install_requires=[
        'isal',
        'numpy>=1.21',
        'opencv-python-headless',
        'pyarrow>=14',
        'pyyaml',
        'rosbags>=0.10',
        'xxhash',
    ],
    extras_require={
        'dds': ['cyclonedds>=11.0.1,<12'],  # live, with no ROS installed
        'grpc': ['grpcio'],  # viewers that connect to what `serve_grpc` serves
        'web': ['rerun-notebook>=0.33'],  # the viewer of `serve` and of HTML pages
    },
    entry_points={'console_scripts': COMMANDS},
    zip_safe=True,
)
